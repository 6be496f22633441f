-- A data key belongs to one source profile or to one identifier from now on, so that a split leaves nobody's data under
-- another's key, and one brand's data can be destroyed alone. Keys of whole customers, as made before, go on opening what
-- they have closed, and close nothing any more.
alter table subject_key add column subject text not null default 'customer';
alter table subject_key alter column subject drop default;
alter table subject_key add constraint subject_key_subject
    check (subject in ('customer', 'source_profile', 'identifier'));

-- Which key-encryption key wraps it. Before there were versions there was one, and its name is 1.
alter table subject_key add column kek_id text not null default '1';
alter table subject_key alter column kek_id drop default;
create index subject_key_by_kek on subject_key (kek_id, key_id);
grant update (wrapped, kek_id), delete on subject_key to ${app_role};

-- A known text under every key of the environment that was ever used here. An instance with another key under the same
-- name does not start: a wrong blind-index key would make everybody a stranger, a wrong key-encryption key everything
-- unreadable.
create table key_check (
    name       text        primary key,
    content    bytea       not null,
    created_at timestamptz not null
);
grant select, insert on key_check to ${app_role};
