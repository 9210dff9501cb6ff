resource "botbiz_whatsapp_account" "support" {
  phone_number = "+14155550100"
  name         = "Customer Support"
}

action "botbiz_whatsapp_account_pair" "support" {
  config {
    account_id = botbiz_whatsapp_account.support.id
  }
}
