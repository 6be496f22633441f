-- What could not be checked in the time a statement has. The next proof looks at it first, so that one account with very
-- many postings does not make every later proof a full one.
create table invariant_postponed (
    subject text   not null check (subject in ('accounts', 'postings', 'transactions')),
    -- The account or the posting; for a transaction 0.
    number  bigint not null,
    -- The transaction; for others all zeros.
    id      uuid   not null,
    -- The run that has looked at it last, in vain.
    run_id  uuid   not null,
    primary key (subject, number, id)
);
grant select, insert, delete, update (run_id) on invariant_postponed to ${app_role};

-- Whether what the run skipped is kept above. The release before did not keep it.
alter table invariant_run add column keeps_skipped boolean not null default false;
