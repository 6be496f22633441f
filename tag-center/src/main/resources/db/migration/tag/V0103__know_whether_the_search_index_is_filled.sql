-- The index that answers previews, as far as it has been filled. An index is asked only when it is complete; one that was
-- deleted, or is of another shape, is followed by the next generation under a name that no other ever had.
create table search_generation (
    index_name text        not null primary key,
    number     bigint      not null check (number > 0),
    alias      text        not null unique,
    shape      integer     not null,
    created    boolean     not null default false,
    -- How far everyone has been marked for writing, in the order of customer ids.
    reached    uuid,
    -- Set when everyone has been marked: the index is complete once no older mark waits.
    fill_mark  bigint,
    complete   boolean     not null default false,
    started_at timestamptz not null,
    check (not complete or (created and fill_mark is not null))
);
grant select, insert, update on search_generation to ${app_role};
