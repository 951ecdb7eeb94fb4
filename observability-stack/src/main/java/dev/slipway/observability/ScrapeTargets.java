package dev.slipway.observability;

import java.util.List;

/** What there is to scrape now. Supplied by the platform; asked before each round. */
public interface ScrapeTargets {

	List<ScrapeTarget> current();

}
