-- Whether the transaction may see rows of this brand: the setting holds the brand in scope, or '*' for the group, and
-- is empty outside a transaction. Kept to one expression, so that the planner puts it in place of the call.
create function meridian_brand_visible(brand text) returns boolean
    language sql
    stable
    parallel safe
return current_setting('meridian.brand', true) in ('*', brand);
