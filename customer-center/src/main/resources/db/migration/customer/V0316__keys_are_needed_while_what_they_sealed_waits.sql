-- Until when a key-encryption key was the one that closes. What it has sealed (quarantined, parked, or in Kafka) waits up to
-- 31 days longer, so that it is needed by the center's start until then. Nobody knows that of the keys there are now: they
-- count as active until this script.
alter table key_check add column active_until timestamptz;
update key_check set active_until = now() where name like 'key-encryption-key %';
grant update (active_until) on key_check to ${app_role};
