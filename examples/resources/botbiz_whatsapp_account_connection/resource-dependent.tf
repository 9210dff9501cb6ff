resource "botbiz_whatsapp_account" "orders" {
  phone_number = "+14155550102"
  name         = "Orders"
}

resource "botbiz_whatsapp_account_connection" "orders" {
  account_id = botbiz_whatsapp_account.orders.id

  timeouts = {
    create = "30m"
  }
}

# Created after the account is connected.
resource "botbiz_webhook_endpoint" "orders" {
  url    = "https://example.com/hooks/orders"
  events = ["whatsapp.message.received"]

  depends_on = [botbiz_whatsapp_account_connection.orders]
}
