package dev.consign.processor.shop;

import dev.consign.platform.worker.JobLeases;
import dev.consign.platform.worker.PeriodicJobs;
import dev.consign.platform.worker.PeriodicWork;
import dev.consign.sql.Transactions;
import java.time.InstantSource;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Of all servers of a test the first that comes does what needs to be done once. Imported by name,
/// and no component, which the processor would find when it starts in the same test run.
@ConfigurationPropertiesScan({
    "dev.consign.processor",
    "dev.consign.notify",
    "dev.consign.platform"
})
class OneProcess {
    @Bean
    JobLeases jobLeases(JdbcTemplate jdbc, Transactions transactions, InstantSource clock) {
        return new JobLeases(JdbcClient.create(jdbc), transactions, clock, "shop-server");
    }

    @Bean
    PeriodicJobs periodicJobs(List<PeriodicWork> works, JobLeases leases) {
        return new PeriodicJobs(works, leases);
    }
}
