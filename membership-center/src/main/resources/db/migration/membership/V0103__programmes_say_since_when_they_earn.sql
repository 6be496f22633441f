-- Since when a programme earns, where its days end, and what makes a customer its member.
alter table program
    add column earns_since timestamptz,
    add column zone        text not null default 'Asia/Shanghai' check (zone <> '');
update program set earns_since = created_at;
alter table program alter column earns_since set not null;

-- Nothing but an order, or somebody's wish, makes a member: looking at a page is no consent.
alter table program drop constraint program_enrolment_check;
update program set enrolment = 'on_first_order' where enrolment = 'on_first_sight';
alter table program add constraint program_enrolment_check check (enrolment in ('on_request', 'on_first_order'));

alter table program add constraint program_currency_length check (length(currency) <= 32);
grant insert, update (name, enrolment, earns_since, zone) on program to ${app_role};
