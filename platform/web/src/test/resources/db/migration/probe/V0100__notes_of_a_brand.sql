create table note (
    id uuid primary key,
    brand text not null,
    text text not null
);

alter table note enable row level security;
alter table note force row level security;
create policy brand_scope on note
    using (meridian_brand_visible(brand))
    with check (meridian_brand_visible(brand));

grant select, insert, update, delete on note to ${app_role};
