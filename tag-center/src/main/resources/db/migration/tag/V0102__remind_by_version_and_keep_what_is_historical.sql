-- The owner of the tables is bound by row security as well.
select set_config('meridian.brand', '*', true);

-- Imported from before the brand reported its events.
alter table activity_fact add column historical boolean not null default false;

-- A reminder belongs to the version that asked for it: one left by an earlier version is the back-fill's to replace.
-- It may come too early, never too late, so most events leave it alone. The sweep looks at it at wake_at, which lies
-- later than due_at only where a customer could not be evaluated.
alter table segment_due add column version integer, add column wake_at timestamptz;
update segment_due d
   set version = coalesce((select s.live_version from segment s where s.segment_id = d.segment_id), 0),
       wake_at = due_at;
alter table segment_due alter column version set not null, alter column wake_at set not null;
alter table segment_due add check (wake_at >= due_at);

-- By segment, so that reminders of a segment that is not in force are never in the way of the others.
drop index segment_due_by_time;
create index segment_due_by_segment_and_time on segment_due (segment_id, wake_at);
