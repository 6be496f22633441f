-- What a brand loads as the past is a fact like any other, but sets nothing off now.
alter table interaction add column historical boolean not null default false;
