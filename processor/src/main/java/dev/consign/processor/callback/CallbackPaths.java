package dev.consign.processor.callback;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.lang.reflect.Method;
import java.util.Map;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.ReflectionUtils;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Gives each gateway's callbacks a path without a variable: Spring finds such a one at once, and
/// compares the others with every route there is.
final class CallbackPaths implements SmartInitializingSingleton {
    private final RequestMappingHandlerMapping routes;
    private final Map<String, CallbackReceiver> receivers;

    /// @param receivers by the code of their gateway
    CallbackPaths(RequestMappingHandlerMapping routes, Map<String, CallbackReceiver> receivers) {
        this.routes = routes;
        this.receivers = receivers;
    }

    @Override
    public void afterSingletonsInstantiated() {
        receivers.forEach((gateway, receiver) ->
                routes.registerMapping(
                        RequestMappingInfo.paths("/gateways/%s/callbacks".formatted(gateway))
                                .methods(RequestMethod.POST)
                                .options(routes.getBuilderConfiguration())
                                .build(),
                        receiver,
                        receive()));
    }

    private static Method receive() {
        var method =
                ReflectionUtils.findMethod(
                        CallbackReceiver.class,
                        "receive",
                        HttpServletRequest.class,
                        HttpServletResponse.class);
        if (method == null) {
            throw new IllegalStateException("a receiver receives");
        }
        return method;
    }
}
