-- A customer id is random from now on and no longer says who is older. Ids of before stay as they are; their order was
-- that of time.
alter table customer add column number bigint;
update customer c
   set number = n.number
  from (select customer_id, row_number() over (order by customer_id) as number from customer) as n
 where n.customer_id = c.customer_id;
alter table customer alter column number set not null;
alter table customer alter column number add generated always as identity;
select setval(pg_get_serial_sequence('customer', 'number'), coalesce(max(number), 0) + 1, false) from customer;
comment on column customer.number is 'Of two customers the older has the smaller one. Never shown: it would tell how many there are.';

alter table merge drop constraint merge_check;
alter table merge add constraint merge_of_two check (survivor_id <> absorbed_id);
