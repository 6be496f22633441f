package dev.meridian.platform.kernel;

/** Whose data a piece of work may see: that of one brand, of the whole group, or none at all. */
public sealed interface BrandScope {

    /** What a token's {@code brand} claim and the database setting hold for the group scope. */
    String GROUP_VALUE = "*";

    /** The value of the {@code meridian.brand} setting that row security compares brands with. */
    String databaseValue();

    /** Whether rows of this brand are inside the scope. */
    boolean includes(Brand brand);

    static BrandScope of(Brand brand) {
        return new OneBrand(brand);
    }

    static BrandScope group() {
        return Group.INSTANCE;
    }

    static BrandScope nothing() {
        return Nothing.INSTANCE;
    }

    /** Reads a token's claim: a brand key, or {@code *} for the group. */
    static BrandScope parse(String claim) {
        return claim.equals(GROUP_VALUE) ? group() : of(new Brand(claim));
    }

    /** One brand's own data, and what other brands' policies share with it. */
    record OneBrand(Brand brand) implements BrandScope {
        @Override
        public String databaseValue() {
            return brand.key();
        }

        @Override
        public boolean includes(Brand other) {
            return brand.equals(other);
        }
    }

    /** Everything; for group staff and for the platform's own work such as identity resolution. */
    enum Group implements BrandScope {
        INSTANCE;

        @Override
        public String databaseValue() {
            return GROUP_VALUE;
        }

        @Override
        public boolean includes(Brand brand) {
            return true;
        }
    }

    /** What work without a caller sees: no row of any brand. */
    enum Nothing implements BrandScope {
        INSTANCE;

        @Override
        public String databaseValue() {
            return "";
        }

        @Override
        public boolean includes(Brand brand) {
            return false;
        }
    }
}
