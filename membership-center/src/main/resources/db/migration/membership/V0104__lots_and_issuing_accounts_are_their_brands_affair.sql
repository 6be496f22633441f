-- What a brand issued is seen by that brand. Accounts of members belong to no brand and are reached through a visible
-- member only.
alter table ledger_account enable row level security;
alter table ledger_account force row level security;
create policy brand_scope on ledger_account
    using (issuing_brand is null or meridian_brand_visible(issuing_brand))
    with check (issuing_brand is null or meridian_brand_visible(issuing_brand));

alter table lot enable row level security;
alter table lot force row level security;
create policy brand_scope on lot
    using (meridian_brand_visible(issuing_brand)) with check (meridian_brand_visible(issuing_brand));
