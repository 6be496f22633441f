-- Of a key that has as many parked events as one key may have, further ones go to the dead letter topic, and their sequences
-- are missing until they come back. From the first to the last of them; null where there was none.
alter table parked_key
    add column beyond_first bigint,
    add column beyond_last  bigint,
    add check ((beyond_first is null) = (beyond_last is null) and beyond_first <= beyond_last);

grant update on sequence_gap to ${app_role};
