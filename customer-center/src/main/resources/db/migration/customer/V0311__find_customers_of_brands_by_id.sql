-- A missing event names a customer by an id that may have been made for one brand; whose it is has to be found.
create index brand_customer_by_id on brand_customer (customer_id);
