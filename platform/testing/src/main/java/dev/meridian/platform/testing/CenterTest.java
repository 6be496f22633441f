package dev.meridian.platform.testing;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.TestConstructor;
import org.springframework.test.context.TestConstructor.AutowireMode;

/**
 * Starts the center under test on a random port, on a real PostgreSQL with a database of its own, a real Kafka with a
 * topic prefix of its own, and tokens signed by {@link TestTokens}. Migrations run as in production: as the schema
 * owner, while the center itself connects as the application role.
 *
 * <p>Beans to inject beside the center's own: {@link ApiClient}, {@link EventProbe}, {@link TestDatabase}. Test classes
 * of one module that ask for the same servers and properties share one running center, so a test makes its own data
 * and never counts everybody's.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@TestConstructor(autowireMode = AutowireMode.ALL)
public @interface CenterTest {

    /** Servers to have beside PostgreSQL and Kafka; each is started once and shared by the whole build. */
    ExtraServer[] extraServers() default {};

    /** Whether the center has a database; the gateway has none. */
    boolean database() default true;
}
