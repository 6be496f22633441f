package dev.meridian.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The start script on a checkout of its own, with this project's poms, a Maven that only notes what it is asked to
 * build, and a Java that does nothing.
 */
class BuildListTests {

    private static final Path ROOT = Path.of(System.getProperty("meridian.root"));
    private static final Pattern MODULE = Pattern.compile("<module>(.*)</module>");
    private static final List<String> TEST_AND_MEASURE = List.of("e2e", "bench", "platform/testing");
    private static final String NOVEL = "platform/novel";

    @TempDir
    Path checkout;

    private final List<String> modules = new ArrayList<>();

    @BeforeEach
    void checkout() throws IOException {
        String parent = Files.readString(ROOT.resolve("pom.xml"))
                .replaceFirst("<modules>", "<modules>\n    <module>" + NOVEL + "</module>");
        Matcher found = MODULE.matcher(parent);
        while (found.find()) {
            modules.add(found.group(1));
        }
        write("pom.xml", parent);
        for (String module : modules) {
            write(
                    module + "/pom.xml",
                    module.equals(NOVEL) ? "<project/>" : Files.readString(ROOT.resolve(module + "/pom.xml")));
            write(module + "/src/main/java/Thing.java", "class Thing {}");
            String name = Path.of(module).getFileName().toString();
            write(module + "/target/" + name + ".jar", "");
            if (module.startsWith("platform/servers/dist/")) {
                write(".meridian/dist/" + name + "-1/there", "");
            }
        }
        write("deploy/local/target/meridian-local.jar", "");
        write("deploy/local/target/lib/there", "");
        program("meridian", Files.readString(ROOT.resolve("meridian")));
        program("bin/mvn", "#!/usr/bin/env bash\necho \"$@\" >> \"$PWD/built.log\"\n");
        program("jdk/bin/java", "#!/usr/bin/env bash\n");
        program("jdk/bin/javac", "#!/usr/bin/env bash\n");
        write("jdk/release", "JAVA_VERSION=\"25.0.1\"\n");
    }

    @Test
    void a_change_in_any_module_that_runs_makes_the_platform_be_built_anew_a_new_one_too() throws Exception {
        assertThat(buildsOf("up")).as("the first start").hasSize(1);
        assertThat(buildsOf("up")).as("nothing has changed").isEmpty();

        for (String module : modules) {
            write(module + "/src/main/java/Thing.java", "class Thing { int changed; }");
            List<String> builds = buildsOf("up");
            if (TEST_AND_MEASURE.contains(module)) {
                assertThat(builds).as(module).isEmpty();
            } else {
                assertThat(builds).as(module).hasSize(1);
            }
        }
        assertThat(modules).contains(NOVEL).containsAll(TEST_AND_MEASURE);
    }

    @Test
    void what_is_packed_to_run_is_built_without_being_named_anywhere_else() throws Exception {
        write(
                NOVEL + "/pom.xml",
                "<project><build><plugins><plugin><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></project>");

        String build = buildsOf("up").getFirst();

        for (String module : modules) {
            String pom = Files.readString(checkout.resolve(module + "/pom.xml"));
            boolean runs = pom.contains("<artifactId>spring-boot-maven-plugin</artifactId>")
                    || module.startsWith("platform/servers/dist/")
                    || module.equals("deploy/local");
            assertThat(List.of(build.split("[ ,]")).contains(module)).as(module).isEqualTo(runs);
        }
        assertThat(build).contains("-am").contains("package");
    }

    @Test
    void the_launcher_is_built_anew_for_what_it_is_made_of_and_for_nothing_else() throws Exception {
        assertThat(buildsOf("status")).hasSize(1);
        assertThat(buildsOf("status")).isEmpty();

        write("platform/servers/src/main/java/Thing.java", "class Thing { int changed; }");
        assertThat(buildsOf("status")).singleElement().asString().contains("deploy/local");

        write("tag-center/src/main/java/Thing.java", "class Thing { int changed; }");
        assertThat(buildsOf("status")).isEmpty();
    }

    /** What Maven was asked for by one run of the script. */
    private List<String> buildsOf(String command) throws IOException, InterruptedException {
        Path log = checkout.resolve("built.log");
        boolean ignored = Files.deleteIfExists(log);
        ProcessBuilder script = new ProcessBuilder(checkout.resolve("meridian").toString(), command)
                .directory(checkout.toFile())
                .redirectErrorStream(true)
                .redirectOutput(checkout.resolve("script.log").toFile());
        script.environment().put("JAVA_HOME", checkout.resolve("jdk").toString());
        script.environment().put("PATH", checkout.resolve("bin") + ":" + System.getenv("PATH"));
        Process running = script.start();
        assertThat(running.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(running.exitValue())
                .as(Files.readString(checkout.resolve("script.log")))
                .isZero();
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    private void write(String path, String text) throws IOException {
        Path file = checkout.resolve(path);
        Files.createDirectories(file.getParent());
        Path ignored = Files.writeString(file, text);
    }

    private void program(String path, String text) throws IOException {
        write(path, text);
        Path ignored =
                Files.setPosixFilePermissions(checkout.resolve(path), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
