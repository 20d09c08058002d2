package client;

import client.api.OrdersApi;
import client.model.OrderAnswer;
import client.model.OrderRequest;

/** What a shop's developer would write: compiled together with the generated client, by a test. */
public final class PlacesAnOrder {
    private PlacesAnOrder() {}

    public static String place(String url, String apiKey, String itemId) throws ApiException {
        ApiClient consign = new ApiClient();
        consign.updateBaseUri(url);
        consign.setRequestInterceptor(
                request -> request.header("Authorization", "Bearer " + apiKey));
        OrdersApi orders = new OrdersApi(consign);
        OrderRequest wanted =
                new OrderRequest().buyerId("ann").itemId(itemId).quantity(1).gateway("sandbox");
        OrderAnswer placed = orders.placeOrder("\"generated-" + itemId + "\"", wanted);
        return placed.getOrderNo()
                + " "
                + orders.getOrder(placed.getOrderNo(), null).getStatus()
                + " "
                + placed.getAmount().getMinor();
    }
}
