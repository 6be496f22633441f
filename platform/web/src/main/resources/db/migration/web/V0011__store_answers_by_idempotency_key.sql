create table idempotency_key (
    brand text not null,
    client_id text not null,
    key text not null,
    fingerprint bytea not null,
    status int not null,
    headers jsonb not null,
    body bytea not null,
    created_at timestamptz not null,
    primary key (brand, client_id, key)
);

create index idempotency_key_by_age on idempotency_key (created_at);

alter table idempotency_key enable row level security;
alter table idempotency_key force row level security;
create policy brand_scope on idempotency_key
    using (meridian_brand_visible(brand))
    with check (meridian_brand_visible(brand));

grant select, insert, delete on idempotency_key to ${app_role};
