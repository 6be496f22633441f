-- While this center is rebuilt, facts that differ from what customer-center says are put right, and those it does not know
-- go. Of a customer of the group, between two places in the order of time and id. Otherwise facts are never changed: the
-- role has no right to, only to call this.
create function correct_facts(
    subject uuid, after_time timestamptz, after_id uuid, up_to_time timestamptz, up_to_id uuid,
    ids uuid[], profiles uuid[], brands text[], types text[], channels text[], times timestamptz[],
    properties_told jsonb[], historical_told boolean[]) returns integer
    language plpgsql
    security definer
    set search_path from current
as
$$
declare
    changed integer;
    gone    integer;
begin
    if current_setting('meridian.brand', true) is distinct from '*' then
        raise exception 'Facts are put right for the whole group';
    end if;
    update activity_fact f
       set source_profile_id = t.profile, brand = t.brand, type = t.type, channel = t.channel, occurred_at = t.at,
           properties = t.properties, historical = t.historical
      from unnest(ids, profiles, brands, types, channels, times, properties_told, historical_told)
           as t (id, profile, brand, type, channel, at, properties, historical)
     where f.interaction_id = t.id
       and (f.source_profile_id, f.brand, f.type, f.channel, f.occurred_at, f.properties, f.historical)
           is distinct from (t.profile, t.brand, t.type, t.channel, t.at, t.properties, t.historical);
    get diagnostics changed = row_count;
    delete from activity_fact f
     using source_profile p
     where p.brand = '*' and p.customer_id = subject and f.source_profile_id = p.source_profile_id
       and (f.occurred_at, f.interaction_id) > (after_time, after_id)
       and (f.occurred_at, f.interaction_id) <= (up_to_time, up_to_id)
       and f.interaction_id <> all (ids);
    get diagnostics gone = row_count;
    return changed + gone;
end
$$;
revoke all on function correct_facts(
    uuid, timestamptz, uuid, timestamptz, uuid, uuid[], uuid[], text[], text[], text[], timestamptz[], jsonb[], boolean[])
    from public;
grant execute on function correct_facts(
    uuid, timestamptz, uuid, timestamptz, uuid, uuid[], uuid[], text[], text[], text[], timestamptz[], jsonb[], boolean[])
    to ${app_role};
