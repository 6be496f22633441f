-- What test consumers leave behind; a second effect of an event would be a second row.
create table effect (
    consumer text      not null,
    event_id uuid      not null,
    position bigserial not null
);

-- A row for transactions to meet at.
create table contended (id int not null primary key);
insert into contended values (1);

grant select, insert on effect to ${app_role};
grant usage on sequence effect_position_seq to ${app_role};
grant select, update on contended to ${app_role};
