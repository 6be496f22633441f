-- What an account's postings of a day come to. A brand is shown other brands' entries as such a sum and no finer, and a
-- page of its statement reads as many rows as it shows. Days never go back within an account.
select set_config('meridian.brand', '*', true);

create table account_day (
    account_id    bigint not null references ledger_account,
    day           date not null,
    points        bigint not null,
    balance_after bigint not null,
    primary key (account_id, day)
);
grant select, insert, update (points, balance_after) on account_day to ${app_role};

create temporary table dated_side on commit drop as
select s.id, s.transaction_id, s.account_id, s.change, s.after,
       max((t.posted_at at time zone g.zone)::date) over (partition by s.account_id order by s.id) as day
  from (select id, transaction_id, credit_account as account_id, amount as change, credit_balance_after as after
          from posting where credit_balance_after is not null
        union all
        select id, transaction_id, debit_account, -amount, debit_balance_after
          from posting where debit_balance_after is not null) s
  join ledger_transaction t on t.id = s.transaction_id
  join program g on g.key = t.program;

insert into account_day (account_id, day, points, balance_after)
select account_id, day, sum(change), (array_agg(after order by id desc))[1]
  from dated_side group by account_id, day;

-- A brand's own entries of an account, by day: read from an index, however many entries of others lie between them.
alter table transaction_origin
    add column account_id bigint,
    add column day        date,
    add column points     bigint;
update transaction_origin o
   set account_id = s.account_id, day = s.day, points = s.change
  from dated_side s where s.transaction_id = o.transaction_id;
alter table transaction_origin
    alter column account_id set not null,
    alter column day set not null,
    alter column points set not null;
create index origin_of_account_day on transaction_origin (account_id, day, brand, transaction_id);

-- Points that end are posted away, lot by lot.
alter table ledger_transaction drop constraint ledger_transaction_kind_check;
alter table ledger_transaction add constraint ledger_transaction_kind_check
    check (kind in ('earn', 'transfer', 'expire'));
alter table ledger_transaction drop constraint ledger_transaction_cause_type_check;
alter table ledger_transaction add constraint ledger_transaction_cause_type_check
    check (cause_type in ('order', 'interaction', 'merge', 'expiry'));
create index lot_ending on lot (expires_at, account_id) where remaining > 0 and expires_at is not null;
