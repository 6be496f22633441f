-- The application compares what was applied with what its release expects, and may do nothing else with it.
grant select on ${flyway:table} to ${app_role};
