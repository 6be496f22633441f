-- A programme belongs to the group; brands share it, so there is no brand here.
create table program (
    key        text primary key check (key ~ '^[a-z][a-z0-9-]{1,63}$'),
    name       text not null,
    currency   text not null check (currency <> ''),
    enrolment  text not null check (enrolment in ('on_first_sight', 'on_request')),
    created_at timestamptz not null
);

-- A rule is a row per version and never changes; the highest version is in force.
create table earning_rule (
    program         text not null references program,
    key             text not null check (key ~ '^[a-z][a-z0-9-]{1,63}$'),
    version         int not null check (version >= 1),
    event_type      text not null,
    amount_property text not null,
    points_per_unit numeric not null check (points_per_unit >= 0),
    rounding        text not null check (rounding = 'floor'),
    minimum_amount  numeric check (minimum_amount > 0),
    maximum_points  bigint check (maximum_points > 0),
    validity        text,
    in_force_since  timestamptz not null,
    primary key (program, key, version)
);

grant select on program to ${app_role};
grant select, insert on earning_rule to ${app_role};

insert into program (key, name, currency, enrolment, created_at)
values ('group-club', 'Group Club', 'points', 'on_first_sight', now());

insert into earning_rule
    (program, key, version, event_type, amount_property, points_per_unit, rounding, in_force_since)
values ('group-club', 'paid-order', 1, 'order.paid', 'amount', 1, 'floor', now());
