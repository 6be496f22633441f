package dev.meridian.tag;

import dev.meridian.platform.database.CenterStart;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The tag center: segments of customers, exact in time. */
@SpringBootApplication
public class TagCenter {

    public static void main(String[] arguments) {
        CenterStart.run(TagCenter.class, arguments);
    }
}
