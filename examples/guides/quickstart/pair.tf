action "botbiz_whatsapp_account_pair" "support" {
  config {
    account_id = botbiz_whatsapp_account.support.id
  }
}
