-- A call that waits for other servers holds no transaction meanwhile: it reserves its key first, and its answer takes the
-- place of the reservation. One whose process died runs out.
alter table idempotency_key alter column status drop not null;
alter table idempotency_key alter column headers drop not null;
alter table idempotency_key alter column body drop not null;
alter table idempotency_key add column reserved_by uuid;
alter table idempotency_key add column reserved_until timestamptz;
alter table idempotency_key add constraint answered_or_reserved check (
    (status is not null and headers is not null and body is not null and reserved_by is null and reserved_until is null)
    or
    (status is null and headers is null and body is null and reserved_by is not null and reserved_until is not null));

grant update (status, headers, body, reserved_by, reserved_until) on idempotency_key to ${app_role};
