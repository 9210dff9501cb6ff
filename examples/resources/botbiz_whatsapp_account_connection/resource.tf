resource "botbiz_whatsapp_account" "support" {
  phone_number = "+14155550100"
  name         = "Customer Support"
}

# The apply waits here until the QR code is scanned.
resource "botbiz_whatsapp_account_connection" "support" {
  account_id = botbiz_whatsapp_account.support.id
}
