package dev.meridian.tag;

import dev.meridian.platform.testing.CenterTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/**
 * The tag center with a clock that tests may move, and a {@link Fixture}. Elasticsearch is away: what needs it says so,
 * and everything else must do without.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@CenterTest
@TestPropertySource(properties = "meridian.tag.search.address=http://127.0.0.1:1")
@Import(Fixture.Configuration.class)
public @interface TagTest {}
