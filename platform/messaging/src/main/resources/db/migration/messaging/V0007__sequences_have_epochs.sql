-- A database that was restored to an earlier time would give out sequences a second time, and consumers would take the new
-- events for repeats. So sequences have epochs of a million million numbers each: whoever restores a database begins the
-- next one, and every stream goes on behind all that it ever gave out. Within an epoch no number is left out.
create table outbox_epoch (
    only_row boolean not null primary key default true check (only_row),
    epoch    bigint  not null check (epoch between 0 and 9000000)
);
insert into outbox_epoch (epoch) values (0);

grant select on outbox_epoch to ${app_role};
