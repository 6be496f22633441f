package dev.meridian.platform.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The addresses a process and its children listen on, as the kernel has them. */
final class ListeningSockets {

    private static final String LISTENING = "0A";
    private static final int STATE = 3;
    private static final int ADDRESS = 1;
    private static final int INODE = 9;

    private ListeningSockets() {}

    static List<InetAddress> of(long pid) throws IOException {
        Set<String> own = new HashSet<>();
        collect(ProcessHandle.of(pid).orElseThrow(), own);
        List<InetAddress> addresses = new ArrayList<>();
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : Files.readAllLines(Path.of(table))) {
                String[] columns = line.strip().split("\\s+");
                if (columns.length > INODE && columns[STATE].equals(LISTENING) && own.contains(columns[INODE])) {
                    addresses.add(address(columns[ADDRESS].split(":")[0]));
                }
            }
        }
        return addresses;
    }

    private static void collect(ProcessHandle process, Set<String> inodes) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/" + process.pid() + "/fd"))) {
            for (Path each : open.toList()) {
                inodeOf(each, inodes);
            }
        }
        for (ProcessHandle child : process.children().toList()) {
            collect(child, inodes);
        }
    }

    private static void inodeOf(Path descriptor, Set<String> inodes) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            if (target.startsWith("socket:[")) {
                inodes.add(target.substring("socket:[".length(), target.length() - 1));
            }
        } catch (NoSuchFileException e) {
            // Closed meanwhile.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each word of four bytes is in the order of the machine. */
    private static InetAddress address(String hex) throws IOException {
        ByteBuffer words = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
        ByteBuffer bytes = ByteBuffer.allocate(words.capacity());
        words.order(ByteOrder.LITTLE_ENDIAN);
        while (words.hasRemaining()) {
            bytes.putInt(words.getInt());
        }
        return InetAddress.getByAddress(bytes.array());
    }
}
