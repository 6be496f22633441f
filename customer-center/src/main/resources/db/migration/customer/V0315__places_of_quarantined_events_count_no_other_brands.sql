-- A cursor over a brand's quarantined events was their position, which counts the events of all brands: its gaps told
-- one what the others send. Their order is now the time they were set aside, and their number among those of their brand
-- that were set aside with them. The position stays for the release before this one, which still reads it.
alter table quarantined_event add column number integer not null default 0;
create index quarantined_event_in_order_of_brand
    on quarantined_event (brand, quarantined_at, number, quarantine_id);
comment on column quarantined_event.position is 'Counts the events of all brands: not for the eyes of any; no longer read';
