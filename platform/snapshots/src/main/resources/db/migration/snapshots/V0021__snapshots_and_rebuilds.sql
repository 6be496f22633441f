-- What this center tells again because others asked for it. The telling goes on from where it stands, by whichever
-- process holds the lease. Kept for 90 days after its end.
create table snapshot_run (
    run_id       uuid        primary key,
    center       text        not null check (center <> ''),
    keys         text[]      check (cardinality(keys) between 1 and 500),
    reached      uuid,
    subjects     bigint      not null default 0 check (subjects >= 0),
    requested_at timestamptz not null,
    stopped_at   timestamptz,
    finished_at  timestamptz,
    lease        uuid,
    leased_until timestamptz not null default '-infinity'
);
comment on column snapshot_run.keys is 'Only who stands behind these keys of events; null: everybody.';
create index snapshot_run_open on snapshot_run (requested_at) where finished_at is null and stopped_at is null;
create index snapshot_run_finished on snapshot_run (finished_at) where finished_at is not null;
grant select, insert, update, delete on snapshot_run to ${app_role};

-- How this center builds itself from what another tells. Kept for 90 days after its end.
create table rebuild (
    rebuild_id  uuid        primary key,
    reason      text        not null check (reason in ('asked', 'lost', 'gap')),
    state       text        not null check (state in ('running', 'stopped', 'failed', 'finished')),
    started_at  timestamptz not null,
    changed_at  timestamptz not null,
    reached     uuid,
    subjects    bigint      not null default 0 check (subjects >= 0),
    corrected   bigint      not null default 0 check (corrected >= 0),
    expected    bigint,
    finished_at timestamptz,
    check ((finished_at is not null) = (state in ('failed', 'finished')))
);
comment on column rebuild.expected is 'How many subjects there were to be told, once the owner has told the last.';
-- One of everybody, and one of what was missed, at a time.
create unique index rebuild_open on rebuild ((reason = 'gap')) where state in ('running', 'stopped');
create index rebuild_latest on rebuild (started_at);
create index rebuild_finished on rebuild (finished_at) where finished_at is not null;
grant select, insert, update, delete on rebuild to ${app_role};
