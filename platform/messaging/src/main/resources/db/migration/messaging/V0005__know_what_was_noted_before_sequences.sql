-- The consumers whose events were noted by their ids before sequences were read: one with a sequence can be a repeat of
-- those. Whether anything is in the inbox does not tell: what is redriven is noted there too, for good reasons of its own.
create table inbox_before_sequences (
    consumer   text        not null collate "C" primary key,
    last_noted timestamptz not null
);

-- The release that reads sequences came with V0002; while it was rolled out, the one before it went on noting ids.
insert into inbox_before_sequences (consumer, last_noted)
select consumer, max(received_at)
  from inbox
 where received_at < (select installed_on + interval '1 day' from ${flyway:table} where version = '0002')
 group by consumer;

grant select, delete on inbox_before_sequences to ${app_role};
