-- The application compares what was applied with what its release expects, and may do nothing else with it.
-- This runs outside the migration's own lock: two grants on one table at the same time fail each other, so that
-- several migrations take turns here too.
do $$
begin
    perform pg_advisory_xact_lock(hashtextextended('${flyway:table}', 0));
    if not has_table_privilege('${app_role}', '${flyway:table}', 'select') then
        grant select on ${flyway:table} to ${app_role};
    end if;
end
$$;
