package dev.meridian.platform.messaging;

import dev.meridian.platform.messaging.wire.KafkaClients;
import dev.meridian.platform.messaging.wire.TopicNames;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.otel.bridge.OtelCurrentTraceContext;
import io.micrometer.tracing.otel.bridge.OtelTracer;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A center with nothing but messaging in it, started as production starts one. */
public final class TestCenter implements AutoCloseable {

    static final String TOPIC = "meridian.test.note";
    static final String TYPE = "meridian.test.note.taken.v1";
    private static final InMemorySpanExporter SPANS = InMemorySpanExporter.create();
    private static final List<SequenceGap> NOTICED = new CopyOnWriteArrayList<>();
    private static final List<Dropped> DROPPED = new CopyOnWriteArrayList<>();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ConfigurableApplicationContext context;

    private TestCenter(ConfigurableApplicationContext context) {
        this.context = context;
    }

    /** What a note says. */
    record Note(String text, int number) {}

    public static TestCenter telling(Place place, String... settings) {
        return start(place, List.of(), settings);
    }

    static TestCenter start(
            Place place, List<Function<TestCenter, EventSubscription>> subscriptions, String... settings) {
        List<String> properties = new ArrayList<>(List.of(
                "spring.application.name=test-center",
                "spring.main.banner-mode=off",
                "spring.main.register-shutdown-hook=false",
                "logging.level.root=error",
                "spring.datasource.url=" + place.database().url(),
                "spring.datasource.username=" + place.database().user(),
                "spring.datasource.password=" + place.database().password(),
                "spring.datasource.hikari.maximum-pool-size=6",
                "spring.datasource.hikari.minimum-idle=0",
                "spring.datasource.hikari.connection-timeout=2000",
                "spring.datasource.hikari.initialization-fail-timeout=-1",
                "spring.flyway.url=" + place.database().url(),
                "spring.flyway.user=" + place.database().owner(),
                "spring.flyway.password=" + place.database().ownerPassword(),
                "spring.flyway.locations=classpath:db/migration/messaging,classpath:db/migration/test",
                "spring.flyway.placeholders.app_role=" + place.database().user(),
                "spring.kafka.bootstrap-servers=" + place.kafka(),
                "meridian.topic-prefix=" + place.prefix(),
                "meridian.messaging.partitions=3",
                "meridian.messaging.relay.lease=5s",
                "meridian.messaging.relay.delivery=2s"));
        properties.addAll(List.of(settings));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(NothingElse.class)
                .web(WebApplicationType.NONE)
                .properties(properties.toArray(String[]::new))
                .initializers(starting -> {
                    GenericApplicationContext beans = (GenericApplicationContext) starting;
                    beans.registerBean(TopicPlan.class, () -> TopicPlan.of(TOPIC));
                    beans.registerBean(Tracer.class, TestCenter::tracer);
                    beans.registerBean(GapHealing.class, Listening::new);
                    for (int i = 0; i < subscriptions.size(); i++) {
                        var subscription = subscriptions.get(i);
                        beans.registerBean(
                                "subscription-" + i,
                                EventSubscription.class,
                                () -> subscription.apply(new TestCenter(beans)));
                    }
                })
                .run();
        return new TestCenter(context);
    }

    /** Events that Kafka no longer held when they would have been read. */
    record Dropped(String consumer, String topic) {}

    private static final class Listening implements GapHealing {
        @Override
        public void noticed(SequenceGap gap) {
            NOTICED.add(gap);
        }

        @Override
        public void dropped(String consumer, String topic) {
            DROPPED.add(new Dropped(consumer, topic));
        }
    }

    /** What was dropped before it was read, in this JVM. */
    static List<Dropped> dropped() {
        return List.copyOf(DROPPED);
    }

    /** The gaps that were noticed in this JVM. */
    static List<SequenceGap> noticed() {
        return List.copyOf(NOTICED);
    }

    /** What was traced in this JVM. */
    static List<SpanData> spans() {
        return SPANS.getFinishedSpanItems();
    }

    private static Tracer tracer() {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .addSpanProcessor(SimpleSpanProcessor.create(SPANS))
                .build();
        return new OtelTracer(provider.get("test"), new OtelCurrentTraceContext(), event -> {});
    }

    /** Waits until the topics exist, so that a test does not measure how long that takes. */
    TestCenter withTopics() {
        String topic = bean(TopicNames.class).onKafka(TOPIC);
        try (Admin admin = bean(KafkaClients.class).admin()) {
            Awaitility.await("topics")
                    .atMost(PATIENCE)
                    .until(() -> admin.listTopics().names().get().contains(topic));
        }
        return this;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Outbox outbox() {
        return bean(Outbox.class);
    }

    public JdbcClient jdbc() {
        return bean(JdbcClient.class);
    }

    public TransactionTemplate transaction() {
        return new TransactionTemplate(bean(PlatformTransactionManager.class));
    }

    MeterRegistry meters() {
        return bean(MeterRegistry.class);
    }

    /** Appends events in a transaction of their own. */
    void tell(List<OutgoingEvent> events) {
        transaction().executeWithoutResult(status -> outbox().appendAll(events));
    }

    long unsent() {
        return jdbc().sql("select count(*) from outbox").query(Long.class).single();
    }

    void awaitNothingUnsent(Duration longest) {
        Awaitility.await("an empty outbox")
                .atMost(longest)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> unsent() == 0);
    }

    static OutgoingEvent note(String key, int number) {
        return note(key, new Note("note " + number, number));
    }

    static OutgoingEvent note(String key, Object data) {
        return new OutgoingEvent(
                TOPIC, TYPE, UUID.randomUUID(), key, Instant.parse("2026-11-22T10:00:00Z"), null, data);
    }

    @Override
    public void close() {
        context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class NothingElse {}
}
