-- A proof of the ledger in portions: where it stands, what it has found, and up to where the last one reached.
create table invariant_run (
    id             uuid primary key,
    mode           text not null check (mode in ('full', 'incremental')),
    phase          text not null check (phase in ('accounts', 'postings', 'transactions', 'done')),
    after_number   bigint not null,
    after_id       uuid,
    from_posting   bigint not null,
    last_account   bigint not null,
    last_posting   bigint not null,
    portion        int not null check (portion > 0),
    accounts       bigint not null default 0,
    postings       bigint not null default 0,
    transactions   bigint not null default 0,
    skipped        bigint not null default 0,
    started_at     timestamptz not null,
    finished_at    timestamptz,
    check ((finished_at is not null) = (phase = 'done'))
);
-- One at a time.
create unique index invariant_run_unfinished on invariant_run ((true)) where finished_at is null;
create index invariant_run_finished on invariant_run (finished_at) where finished_at is not null;

create table invariant_finding (
    run_id     uuid not null references invariant_run on delete cascade,
    invariant  text not null,
    violations bigint not null check (violations > 0),
    primary key (run_id, invariant)
);
grant select, insert, delete, update (phase, after_number, after_id, portion, accounts, postings, transactions, skipped,
                                      finished_at) on invariant_run to ${app_role};
grant select, insert, update (violations) on invariant_finding to ${app_role};

-- What a portion looks up.
create index lot_of_account on lot (account_id);
create index lot_of_transaction on lot (transaction_id);
