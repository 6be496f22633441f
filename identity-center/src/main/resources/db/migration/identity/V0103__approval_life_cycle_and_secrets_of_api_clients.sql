-- Row security binds the owner too: without a scope the rows that are there would be passed over.
select set_config('meridian.brand', '*', true);

-- A client that speaks for the group gets no right before a second person agreed to it. What was registered before is
-- taken as agreed, and says so.
alter table api_client
    add column state text not null default 'active' check (state in ('pending', 'active', 'disabled', 'deleted')),
    add column version bigint not null default 0,
    add column requested_scopes text[] check (cardinality(requested_scopes) > 0),
    add column requested_by text,
    add column requested_at timestamptz,
    -- The most that was agreed to, by whom it was asked for, and who agreed.
    add column approved_scopes text[],
    add column approved_request_by text,
    add column approved_by text,
    add column approved_at timestamptz;

update api_client
   set approved_scopes = scopes, approved_request_by = 'registered before approvals', approved_by = 'deployment',
       approved_at = now()
 where brand = '*';

alter table api_client
    drop constraint api_client_scopes_check,
    add constraint scopes_or_pending check (cardinality(scopes) > 0 or state in ('pending', 'deleted')),
    add constraint request_is_whole check (
        (requested_scopes is null) = (requested_by is null) and (requested_scopes is null) = (requested_at is null)),
    add constraint approval_is_whole check (
        (approved_scopes is null) = (approved_by is null)
        and (approved_scopes is null) = (approved_request_by is null)
        and (approved_scopes is null) = (approved_at is null)),
    add constraint approved_by_a_second_person check (approved_by <> approved_request_by),
    -- Without an approval it has no scope at all.
    add constraint group_speaks_as_approved check (
        brand <> '*' or scopes <@ coalesce(approved_scopes, '{}'));

revoke insert, update on api_client from "${app_role}";
revoke insert (client_id, brand, channel, scopes, created_at, updated_at), update (channel, scopes, updated_at)
    on api_client from "${app_role}";
grant insert (client_id, brand, channel, scopes, state, requested_scopes, requested_by, requested_at, approved_scopes,
              approved_request_by, approved_by, approved_at, created_at, updated_at),
      update (channel, scopes, state, version, requested_scopes, requested_by, requested_at, approved_scopes,
              approved_request_by, approved_by, approved_at, updated_at)
   on api_client to "${app_role}";

-- Which secrets are good. The secrets themselves are Keycloak's alone: no column for them, nor for a hash.
create table client_secret (
    client_id   text collate "C" not null references api_client (client_id),
    brand       text collate "C" not null,
    generation  int              not null check (generation > 0),
    -- Two places, so that two secrets at most are good at a time.
    slot        smallint         not null check (slot in (1, 2)),
    request_key text,
    issued_at   timestamptz      not null,
    used_at     timestamptz,
    retired_at  timestamptz,
    primary key (client_id, generation)
);
create unique index client_secret_two_are_good on client_secret (client_id, slot) where retired_at is null;

-- Who was ever told a secret, and so can act as its client. Kept after the secret is no longer good: what was done with
-- it while it was is not undone.
create table client_secret_told (
    client_id  text collate "C" not null,
    brand      text collate "C" not null,
    generation int              not null,
    told_to    text             not null,
    told_at    timestamptz      not null,
    primary key (client_id, generation, told_to),
    foreign key (client_id, generation) references client_secret (client_id, generation)
);

-- Whoever uses these secrets knows them; they are not told again.
insert into client_secret (client_id, brand, generation, slot, issued_at, used_at)
select client_id, brand, 1, 1, created_at, now() from api_client;

alter table client_secret enable row level security;
alter table client_secret force row level security;
create policy brand_scope on client_secret
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));
alter table client_secret_told enable row level security;
alter table client_secret_told force row level security;
create policy brand_scope on client_secret_told
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

grant select, insert, update (used_at, retired_at) on client_secret to "${app_role}";
grant select, insert on client_secret_told to "${app_role}";
