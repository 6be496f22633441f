comment on column outbox.event_brand is
    'Not a wall: the relay sends the facts of all brands, and nothing else reads them';
