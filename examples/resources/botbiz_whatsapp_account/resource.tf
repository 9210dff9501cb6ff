resource "botbiz_whatsapp_account" "support" {
  phone_number = "+14155550100"
  name         = "Customer Support"
}
