-- What a customer did, once per brand and client event id. properties holds what other centers are told as well;
-- withheld is the rest of what the brand sent, encrypted.
create table interaction (
    interaction_id    uuid        primary key,
    brand             text        not null,
    event_id          text        not null,
    source_profile_id uuid        not null references source_profile,
    type              text        not null,
    channel           text        not null,
    occurred_at       timestamptz not null,
    recorded_at       timestamptz not null,
    properties        jsonb       not null,
    key_id            uuid,
    withheld          bytea,
    unique (brand, event_id),
    check ((withheld is null) = (key_id is null))
);
create index interaction_timeline on interaction (source_profile_id, occurred_at, interaction_id);
alter table interaction enable row level security;
alter table interaction force row level security;
create policy brand_scope on interaction
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
grant select, insert on interaction to ${app_role};
