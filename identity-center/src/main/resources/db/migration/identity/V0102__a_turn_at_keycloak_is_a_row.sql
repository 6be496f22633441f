-- Who may write to Keycloak, and until when by this database's clock. A row and not a lock, so that no connection waits
-- while Keycloak works. The token grows with every change of hands.
create table keycloak_turn (
    only_row      boolean     not null primary key default true check (only_row),
    holder        text,
    fencing_token bigint      not null default 0,
    expires_at    timestamptz not null default '-infinity'
);
insert into keycloak_turn default values;

grant select, update on keycloak_turn to "${app_role}";
