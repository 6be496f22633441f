-- Row security binds the owner, too: this migration looks at the rows of every brand.
select set_config('meridian.brand', '*', true);

-- What a brand's own evidence joins is told to other centers, like a merge of the group's: it has an id and an instant.
alter table brand_customer
    add column merge_id  uuid,
    add column merged_at timestamptz;
update brand_customer b
   set merge_id  = gen_random_uuid(),
       merged_at = coalesce((select min(m.merged_at) from merge m where m.absorbed_id = b.customer_id), b.known_since)
 where survivor_id is not null;
alter table brand_customer add constraint brand_customer_merged_whole
    check ((survivor_id is null) = (merge_id is null) and (survivor_id is null) = (merged_at is null));
grant update (merge_id, merged_at) on brand_customer to ${app_role};

-- An id that was made for one brand, because the brand knows somebody else by the group's id, is no customer of the group.
alter table brand_customer drop constraint brand_customer_customer_id_fkey;
comment on column brand_customer.customer_id is
    'The id the brand was given: that of the group''s customer it met, unless it knew another customer by that id.';
