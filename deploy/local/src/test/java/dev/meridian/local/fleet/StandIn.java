package dev.meridian.local.fleet;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Objects;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A service as small as can be: its jar unpacks itself as ours do, and it answers with the name of its build. */
public final class StandIn {

    private static final String BUILD = "build";

    private StandIn() {}

    /** Packs a jar of this class alone; the same build is the same jar, to the byte. */
    static void pack(Path jar, String build) throws IOException {
        Files.createDirectories(jar.getParent());
        String code = StandIn.class.getName().replace('.', '/') + ".class";
        String manifest = "Manifest-Version: 1.0\r\nMain-Class: " + StandIn.class.getName() + "\r\n\r\n";
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            add(out, "META-INF/MANIFEST.MF", manifest.getBytes(StandardCharsets.UTF_8));
            add(out, code, read(code));
            add(out, BUILD, build.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void add(ZipOutputStream out, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        out.putNextEntry(entry);
        out.write(content);
    }

    /** Unpacks, or serves on the port for health until it is ended. */
    public static void main(String[] arguments) throws IOException {
        if (System.getProperty("jarmode") != null) {
            Path jar = Path.of(System.getProperty("java.class.path"));
            Path destination = Files.createDirectories(Path.of(arguments[arguments.length - 1]));
            Path copied = Files.copy(jar, destination.resolve(jar.getFileName()));
            System.out.println(copied);
            return;
        }
        int port = Integer.parseInt(System.getenv("MERIDIAN_MANAGEMENT_PORT"));
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.createContext("/", exchange -> {
            byte[] build = read(BUILD);
            exchange.sendResponseHeaders(200, build.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(build);
            }
        });
        server.start();
    }

    private static byte[] read(String name) {
        try (var in = StandIn.class.getClassLoader().getResourceAsStream(name)) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
