resource "botbiz_whatsapp_account" "support" {
  phone_number = "+14155550100"
  name         = "Customer Support"
}

# The apply waits here until somebody has scanned the QR code.
resource "botbiz_whatsapp_account_connection" "support" {
  account_id = botbiz_whatsapp_account.support.id
}
