-- Double entry: one row holds both sides, so the sum over all accounts is zero by construction. Accounts, transactions,
-- postings and lot uses are only ever added to: the application's role has no right to change or delete them.
-- The ledger belongs to the group (a balance is shared by its brands) and is reached through a visible member only.

-- Who an account belongs to. Accounts of the system have no balance of their own, or every earning would queue for them.
create table ledger_account (
    id            bigint generated always as identity primary key,
    kind          text not null check (kind in ('member', 'pending', 'issuance', 'breakage', 'clearing')),
    member_id     uuid,
    issuing_brand text,
    currency      text not null check (currency <> ''),
    opened_at     timestamptz not null,
    check ((member_id is not null) = (kind in ('member', 'pending'))),
    check (member_id is null or issuing_brand is null),
    unique nulls not distinct (member_id, kind, currency, issuing_brand)
);

-- The balance of a member's account: a projection of the postings, and the row that is locked to change them.
create table account_balance (
    account_id bigint primary key references ledger_account,
    posted     bigint not null default 0,
    held       bigint not null default 0 check (held >= 0),
    version    bigint not null default 0,
    check (posted - held >= 0)
) with (fillfactor = 70);

-- The business key is what makes a transaction happen once, for ever and from whatever source.
create table ledger_transaction (
    id           uuid primary key,
    business_key text not null unique check (business_key <> ''),
    program      text not null,
    kind         text not null check (kind in ('earn', 'transfer')),
    cause_type   text not null check (cause_type in ('order', 'interaction', 'merge')),
    cause_id     text,
    occurred_at  timestamptz not null,
    posted_at    timestamptz not null
);

-- What only the brand that caused a transaction may know of it.
create table transaction_origin (
    transaction_id uuid primary key references ledger_transaction,
    brand          text not null,
    cause_id       text not null
);
alter table transaction_origin enable row level security;
alter table transaction_origin force row level security;
create policy brand_scope on transaction_origin
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

-- No foreign keys to the accounts: each would lock the one issuing account's row once per posting. The invariant
-- posting_names_its_accounts proves the same. The balance after is kept for member accounts only.
create table posting (
    id                   bigint generated always as identity primary key,
    transaction_id       uuid not null references ledger_transaction,
    currency             text not null,
    debit_account        bigint not null,
    credit_account       bigint not null,
    amount               bigint not null check (amount > 0),
    debit_balance_after  bigint,
    credit_balance_after bigint,
    check (debit_account <> credit_account)
);
create index posting_of_transaction on posting (transaction_id);
create index posting_debiting_member on posting (debit_account, id) where debit_balance_after is not null;
create index posting_crediting_member on posting (credit_account, id) where credit_balance_after is not null;

-- What was earned together and expires together. A lot that moved in a merge names the lot it came from.
create table lot (
    id             bigint generated always as identity primary key,
    account_id     bigint not null references ledger_account,
    transaction_id uuid not null references ledger_transaction,
    amount         bigint not null check (amount > 0),
    remaining      bigint not null check (remaining between 0 and amount),
    expires_at     timestamptz,
    issuing_brand  text not null,
    origin_lot     bigint references lot
) with (fillfactor = 80);
create index lot_soonest_first on lot (account_id, expires_at, id) where remaining > 0;

create table lot_use (
    transaction_id uuid not null references ledger_transaction,
    lot_id         bigint not null references lot,
    amount         bigint not null check (amount > 0),
    primary key (transaction_id, lot_id)
);
create index use_of_lot on lot_use (lot_id);

-- Why an interaction earned what it earned, or nothing: one row per interaction and rule.
create table earning_decision (
    interaction_id uuid not null,
    program        text not null,
    rule_key       text not null,
    rule_version   int not null,
    brand          text not null,
    customer_id    uuid not null,
    member_id      uuid,
    order_id       text,
    outcome        text not null,
    points         bigint not null check (points >= 0),
    transaction_id uuid references ledger_transaction,
    occurred_at    timestamptz not null,
    decided_at     timestamptz not null,
    primary key (interaction_id, program, rule_key),
    check ((outcome = 'earned') = (points > 0)),
    check (outcome <> 'earned' or transaction_id is not null)
);
create index decision_of_transaction on earning_decision (transaction_id) where outcome = 'earned';
alter table earning_decision enable row level security;
alter table earning_decision force row level security;
create policy brand_scope on earning_decision
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

grant select, insert on ledger_account, ledger_transaction, transaction_origin, posting, lot_use, earning_decision
    to ${app_role};
grant select, insert, update (posted, held, version) on account_balance to ${app_role};
grant select, insert, update (remaining) on lot to ${app_role};
