-- A missing event names a customer by an id that may have been made for one brand; whose it is has to be found.
create index brand_customer_by_id on brand_customer (customer_id);

-- Who was absorbed while everybody was told again.
create index merge_by_time on merge (merged_at);
