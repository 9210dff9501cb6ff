# Terraform refuses to delete or replace this one until deletion_protection is
# set to false and applied.
resource "botbiz_whatsapp_account" "main" {
  phone_number        = "+14155550100"
  name                = "Main line"
  deletion_protection = true
}
