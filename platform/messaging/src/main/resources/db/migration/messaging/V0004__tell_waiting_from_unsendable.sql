-- Why Kafka will never take the event as it is, such as its size. The relay passes it over; consumers notice the gap, and
-- the event closes it when it is sent after all.
alter table outbox add column unsendable text;

create index outbox_unsendable on outbox (created_at) where unsendable is not null;

-- The age of the oldest event that waits is read every few seconds, also when millions of them wait.
create index outbox_by_age on outbox (created_at) where unsendable is null;

grant update (unsendable) on outbox to ${app_role};
