-- One data key per customer, wrapped by the key-encryption key of the environment. Destroying the row makes every
-- ciphertext that names it unreadable, in backups too.
create table subject_key (
    key_id     uuid        primary key,
    subject_id uuid        not null unique,
    wrapped    bytea       not null check (octet_length(wrapped) between 44 and 128),
    created_at timestamptz not null
);
grant select, insert on subject_key to ${app_role};
