package dev.consign.bench.peer.spring;

import dev.consign.bench.peer.Listening;
import dev.consign.bench.stand.Program;
import dev.consign.id.IdSource;
import jakarta.jms.ConnectionFactory;
import java.time.InstantSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.jms.autoconfigure.DefaultJmsListenerContainerFactoryConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.config.JmsListenerEndpointRegistry;
import org.springframework.jms.listener.DefaultMessageListenerContainer;
import org.springframework.resilience.annotation.EnableResilientMethods;

/// The application. What is not here is in `spring-peer.properties`.
@SpringBootApplication(proxyBeanMethods = false)
@EnableResilientMethods
public class SpringPeer {
    /// Runs until the process is ended.
    ///
    /// @throws Exception when the broker or the database is not there
    public static void main(String[] arguments) throws Exception {
        var context = SpringApplication.run(SpringPeer.class, "--spring.config.name=spring-peer");
        var program = context.getBean(Program.class);
        for (var container :
                context.getBean(JmsListenerEndpointRegistry.class).getListenerContainers()) {
            Listening.await((DefaultMessageListenerContainer) container, program.consumers());
        }
        program.serve();
    }

    @Bean
    Program program() {
        return Program.ofEnvironment();
    }

    @Bean
    ConnectionFactory connectionFactory(Program program) {
        return Listening.factory(program);
    }

    @Bean
    DefaultJmsListenerContainerFactory jmsListenerContainerFactory(
            DefaultJmsListenerContainerFactoryConfigurer configurer,
            ConnectionFactory connections) {
        var factory = new DefaultJmsListenerContainerFactory();
        configurer.configure(factory, connections);
        factory.setCacheLevel(DefaultMessageListenerContainer.CACHE_CONSUMER);
        return factory;
    }

    @Bean
    InstantSource clock() {
        return InstantSource.system();
    }

    @Bean
    IdSource ids(InstantSource clock) {
        return IdSource.secure(clock);
    }
}
