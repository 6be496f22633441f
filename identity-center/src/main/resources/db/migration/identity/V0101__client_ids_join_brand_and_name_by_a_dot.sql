-- Row security binds the owner too: without a scope the rows that are there would be passed over.
select set_config('meridian.brand', '*', true);

-- Every id that a client of ours signs in with, in whichever realm, so that no two of them are the same: an app of the
-- customers and a back end of one name could otherwise be taken for one another.
create table client_name (
    client_id text collate "C" primary key,
    brand     text collate "C" not null,
    realm     text             not null check (realm in ('customers', 'platform')),
    -- What the tables below refer to, so that a name cannot change its realm or its brand.
    unique (client_id, brand, realm)
);

-- Brand and channel are joined by a dot, which neither may contain (see their checks): 'aurora' with 'mini-program'
-- can never be 'aurora-mini' with 'program'.
alter table channel
    add column client_id text collate "C" not null generated always as (brand || '.' || channel) stored,
    add column realm text not null default 'customers' check (realm = 'customers');

-- Ids given before a dot was asked for stay as they are: their secrets are in use. No new one can be made so, because
-- the application may not write the column.
alter table api_client
    drop constraint api_client_client_id_check,
    add column named_before_dots boolean not null default false,
    add column realm text not null default 'platform' check (realm = 'platform');
update api_client set named_before_dots = true where brand <> '*';
alter table api_client
    add constraint client_id_is_of_its_brand check (
        named_before_dots
        or case when brand = '*' then client_id ~ '^[a-z][a-z0-9-]{1,62}$'
                else client_id ~ ('^' || brand || '\.[a-z][a-z0-9_-]{1,31}$') end);

insert into client_name (client_id, brand, realm) select client_id, brand, 'customers' from channel;
insert into client_name (client_id, brand, realm) select client_id, brand, 'platform' from api_client;

alter table channel
    add unique (client_id),
    add foreign key (client_id, brand, realm) references client_name (client_id, brand, realm);
alter table api_client
    add foreign key (client_id, brand, realm) references client_name (client_id, brand, realm);

alter table client_name enable row level security;
alter table client_name force row level security;
create policy brand_scope on client_name
    using (meridian_brand_visible(brand)) with check (meridian_brand_visible(brand));

grant select, insert on client_name to "${app_role}";
revoke insert, update on api_client from "${app_role}";
grant insert (client_id, brand, channel, scopes, created_at, updated_at),
      update (channel, scopes, updated_at)
   on api_client to "${app_role}";
