# To delete or replace this account, set deletion_protection to false and apply that change first.
resource "botbiz_whatsapp_account" "main" {
  phone_number        = "+14155550100"
  name                = "Main line"
  deletion_protection = true
}
